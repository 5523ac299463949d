"""The questions put to a model: a function and a call go in, typed and confident answers come out."""
