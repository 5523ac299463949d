"""What a Python file says, read with tree-sitter: functions, control flow, example calls, the context of a call.

Nothing here executes, imports or compiles the source, and nothing here knows a model or an editor.
"""
