export default { layout: 'article.njk', permalink: (data) => `/a/${data.slug}/` };
