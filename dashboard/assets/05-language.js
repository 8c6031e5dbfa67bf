// Every request of a page says which language the page is in; a cookie would follow the tab opened last.
(function () {
  const plain = window.fetch;
  window.fetch = function (resource, options) {
    if (resource instanceof Request) {
      return plain.call(window, resource, options);
    }
    const headers = new Headers((options || {}).headers || {});
    headers.set("X-Portal-Language", document.documentElement.lang);
    return plain.call(window, resource, Object.assign({}, options, { headers: headers }));
  };
})();
