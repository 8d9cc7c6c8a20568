"""Whether the site works: for load balancers (/healthz, /readyz), for Prometheus (/metrics) and for operators (doctor)."""
