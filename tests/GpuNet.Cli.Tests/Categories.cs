[assembly: Category("cli")]
