[assembly: Category("training")]
