"""Programs that read sites for search engines and language models, by the names by which they look
for themselves in robots.txt; see decision 35."""

# As their operators document them. All are told the same as everybody, unless AI_CRAWLERS says no.
OF_MODELS = [
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ChatGPT-User",
    "Claude-SearchBot",
    "Claude-User",
    "ClaudeBot",
    "cohere-ai",
    "Diffbot",
    "DuckAssistBot",
    "FacebookBot",
    "Google-CloudVertexBot",
    "Google-Extended",
    "GPTBot",
    "meta-externalagent",
    "meta-externalfetcher",
    "MistralAI-User",
    "OAI-SearchBot",
    "PanguBot",
    "Perplexity-User",
    "PerplexityBot",
    "PetalBot",
    "Timpibot",
    "YouBot",
]
