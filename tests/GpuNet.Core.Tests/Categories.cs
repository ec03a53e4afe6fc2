[assembly: Category("core")]
