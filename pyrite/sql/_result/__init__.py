"""From Arrow to what a DataFrame's actions give: rows, text, frames of pandas, JSON."""
