/* What a test asks of the stand-in beside Metal's own interface. All texts are UTF-8. */
#ifndef METAL_STAND_IN_CONTROL_H
#define METAL_STAND_IN_CONTROL_H

#ifdef __cplusplus
extern "C" {
#endif

/* Where the stand-in's headers are (the folder of msl/ and opencl/), and where compiled libraries are kept. To be called first. */
void metal_stand_in_configure(const char* headers, const char* cache);

/* Compiles an MSL source as newLibraryWithSource does without fast math. 1 if it is right; else 0, and what the compilers say
   in `diagnostics`, cut to `capacity` bytes with the final zero. */
int metal_stand_in_compile(const char* source, char* diagnostics, long capacity);

/* Sets a limit or a fault by its name (metal/settings.h). 0 if there is none of that name. */
int metal_stand_in_set(const char* name, long value);

/* Hides a selector from respondsToSelector:, as on an older system, or shows it again. */
void metal_stand_in_hide_selector(const char* name, int hidden);

/* All settings and selectors as at the start. */
void metal_stand_in_reset(void);

/* The living objects of a class, such as "MTLBuffer"; of all classes if null. */
long metal_stand_in_live_objects(const char* class_name);

/* How often an object was released that had no reference left. */
long metal_stand_in_over_releases(void);

/* How many objects were autoreleased on a thread without an autorelease pool: they leak. */
long metal_stand_in_unpooled(void);

/* One line for each class with living objects, cut to `capacity` bytes with the final zero. */
void metal_stand_in_report(char* text, long capacity);

#ifdef __cplusplus
}
#endif
#endif
