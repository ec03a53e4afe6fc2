// void standInSwitchStack(void** saved, void* next): leaves this stack, noting where, and goes on where `next` was left.
// The System V calling convention of x86-64 asks a function to preserve six registers; the rest are the caller's.
#if !defined(__x86_64__) || !defined(__linux__)
#error "the stand-in runs on x86-64 Linux"
#endif
    .text
    .globl standInSwitchStack
    .hidden standInSwitchStack
    .type standInSwitchStack, @function
standInSwitchStack:
    .cfi_startproc
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .cfi_endproc
    .size standInSwitchStack, .-standInSwitchStack
    .section .note.GNU-stack, "", @progbits
