"""CWM's trace language as pure data: frames, the prompt, the decoder, the timeline, and the tracer of real runs.

Nothing here knows a model, an editor, or how Python source is laid out.
"""
