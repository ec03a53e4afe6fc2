[assembly: Category("docs")]
