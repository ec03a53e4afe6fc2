[assembly: Category("vulkan")]
