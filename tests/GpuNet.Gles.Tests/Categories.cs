[assembly: Category("gles")]
