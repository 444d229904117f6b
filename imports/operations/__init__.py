"""The operations of this app."""

from imports.operations.pipelines import ImportPipeline

__all__ = ["ImportPipeline"]
