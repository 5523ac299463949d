"""Where tokens come from: the engine protocol and the engines. Nothing here knows Python source or the meaning of a frame."""
