SITENAME = "Bench"
SITEURL = "https://bench.example"
AUTHOR = "bench"
TIMEZONE = "UTC"
PATH = "content"
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
MARKDOWN = {"extension_configs": {"markdown.extensions.meta": {}}}
PLUGINS = ["pelican.plugins.sitemap"]

ARTICLE_URL = "a/{slug}/"
ARTICLE_SAVE_AS = "a/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
TAGS_SAVE_AS = "tags/index.html"
MONTH_ARCHIVE_SAVE_AS = "months/{date:%Y-%m}/index.html"
ARCHIVES_SAVE_AS = "months/index.html"
CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "archives"]
PAGINATED_TEMPLATES = {"tag": 50}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
