[assembly: Category("aot")]
