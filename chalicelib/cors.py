"""Cross-origin rules: portals and desks live on other origins, and no cookie is ever used."""

from chalice import CORSConfig

CORS = CORSConfig(
    allow_origin="*",
    allow_headers=["Authorization", "Content-Type", "Accept-Language"],
    expose_headers=["Content-Disposition"],
    max_age=600,
)
