"""Footpath's simulator: plays a product, writes what its trackers would, and knows the truth."""
