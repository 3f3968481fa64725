// Topics in pages of 50, months on one page each: lists that Eleventy pages one at a time.
const SIZE = 50;

export default function (config) {
  const articles = (api) =>
    api.getFilteredByGlob('pages/a/*.md').sort((one, other) => other.date - one.date || (one.fileSlug < other.fileSlug ? 1 : -1));

  function grouped(api, field) {
    const groups = new Map();
    for (const article of articles(api)) {
      for (const name of article.data[field]) {
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(article);
      }
    }
    return [...groups.entries()].sort().map(([name, members]) => ({ name, members }));
  }

  function paged({ name, members }) {
    const last = Math.ceil(members.length / SIZE);
    const url = (page) => (page === 1 ? `/tags/${name}/` : `/tags/${name}/page/${page}/`);
    return Array.from({ length: last }, (_, at) => ({
      name,
      url: url(at + 1),
      members: members.slice(at * SIZE, (at + 1) * SIZE),
      newer: at > 0 ? url(at) : '',
      older: at + 1 < last ? url(at + 2) : '',
    }));
  }

  config.addFilter('day', (date) => new Date(date).toISOString().slice(0, 10));
  config.addCollection('articles', articles);
  config.addCollection('topics', (api) => grouped(api, 'tags'));
  config.addCollection('topicPages', (api) => grouped(api, 'tags').flatMap(paged));
  config.addCollection('months', (api) => grouped(api, 'months'));
  return { dir: { input: 'pages', includes: '../layouts', output: 'out' }, markdownTemplateEngine: false };
}
