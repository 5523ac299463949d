"""Starting a model server on this machine, and finding out whether an engine can answer. Asking it is `engine`'s business."""
