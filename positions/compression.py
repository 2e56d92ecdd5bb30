"""Answers are sent compressed, in the best way that whoever asks can read."""

import zlib
from functools import lru_cache

import brotli

# Quick enough for each answer, and nearly as small as the slowest.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
# What is compressed in itself.
AS_THEY_ARE = ("image/", "font/", "application/zip")
# Smaller ones fit into the packet of their headers anyway.
FEWEST_BYTES = 500


@lru_cache(maxsize=500)
def encoding_for(accepted):
    """Of what an Accept-Encoding names, the best; empty for none."""
    wanted = {}
    for one in accepted.lower().replace(" ", "").split(","):
        name, _, quality = one.partition(";q=")
        wanted[name] = quality.strip("0.") != "" if quality else True
    return next((name for name in ("br", "gzip") if wanted.get(name, wanted.get("*"))), "")


def compress(response, encoding):
    """The bytes of a response, as `encoding` has them."""
    small = not response.streaming and len(response.content) < FEWEST_BYTES
    if not encoding or small or response["Content-Type"].startswith(AS_THEY_ARE):
        return
    response["Content-Encoding"] = encoding
    if response.streaming:
        response.streaming_content = compressed(response.streaming_content, encoding)
    else:
        response.content = b"".join(compressed([response.content], encoding))
        response["Content-Length"] = len(response.content)


def compressed(parts, encoding):
    take, end = compressor(encoding)
    for part in parts:
        if done := take(part):
            yield done
    yield end()


def compressor(encoding):
    if encoding == "br":
        one = brotli.Compressor(quality=BROTLI_QUALITY)
        return one.process, one.finish
    one = zlib.compressobj(GZIP_LEVEL, wbits=zlib.MAX_WBITS | 16)
    return one.compress, one.flush
