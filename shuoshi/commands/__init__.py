"""The commands of `shuoshi`, one a module; what they do stands in docs/operators/running.md."""
