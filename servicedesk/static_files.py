"""Static files under names that hold their hash, the modules of the pages included: a browser asks for each once."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HashedModules(CompressedManifestStaticFilesStorage):
    """Rewrites the imports of our own modules. Django's switch would search the packages' minified files too."""

    patterns = (
        *HashedFilesMixin.patterns,
        ("desk/js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )
    # One pass for each floor of modules that import one another, and one that finds nothing more to do.
    max_post_process_passes = 12
