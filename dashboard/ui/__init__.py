"""The Streamlit side of the project: frame, controls, caches and page furniture; nothing else imports Streamlit."""
