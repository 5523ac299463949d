"""What debuggers' buttons ask: the Debug Adapter Protocol on a predicted run. Nothing of the user's is executed.

`wire` is the bytes, `history` and `cursor` say where one can stand in a run and how one moves, `run` has it predicted further,
`adapter` and the files in `api` answer requests.
"""
