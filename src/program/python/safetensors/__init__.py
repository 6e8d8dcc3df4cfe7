"""Files of tensors and nothing else: a header in JSON, and the numbers."""
