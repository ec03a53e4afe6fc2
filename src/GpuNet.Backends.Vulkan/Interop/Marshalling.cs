using System.Runtime.CompilerServices;

// Everything that crosses into the API is laid out as the API has it, so calls need no stubs that are compiled at run time.
[assembly: DisableRuntimeMarshalling]
