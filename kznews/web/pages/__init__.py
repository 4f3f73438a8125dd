"""The pages, one module each: what is read and what is told; `site` lists them."""
