"""What of a predicted step follows for certain from the state before and the line; nothing of the user's code is executed."""
