"""A second checker, written apart from the kernel: terms and reader are all that they share."""
