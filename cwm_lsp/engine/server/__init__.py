"""Models that a server computes: vLLM, llama.cpp, SGLang, or any other that speaks OpenAI's completions with token ids.

Starting such a server is not done here, nor is anything known of GPUs.
"""
