[assembly: Category("codegen")]
