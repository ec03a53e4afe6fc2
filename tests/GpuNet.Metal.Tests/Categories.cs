[assembly: Category("metal")]
