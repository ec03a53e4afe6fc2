[assembly: Category("userkernels")]
