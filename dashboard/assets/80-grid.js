/* Large tables: rows are drawn as they come into sight by AG Grid, which is fetched only where there is one. */
(function () {
  'use strict';
  var loading = null;

  function library() {
    if (window.agGrid) { return Promise.resolve(); }
    loading = loading || new Promise(function (done, failed) {
      var named = document.querySelector('meta[name=grid-script]'), script = document.createElement('script');
      if (!named) { failed(new Error('no grid')); return; }
      script.src = named.content;
      script.onload = done;
      script.onerror = failed;
      document.head.appendChild(script);
    });
    return loading;
  }

  function plain(value) { return Array.isArray(value) ? value[0] : value; }

  function compare(order) {
    return function (one, other) {
      var first = typeof one === 'number', second = typeof other === 'number';
      if (first && second) { return one - other; }
      if (first !== second) { return first ? 1 : -1; }
      return order.compare(String(one || ''), String(other || ''));
    };
  }

  /* As wide as the longest name asks for, within reason. */
  function width(rows, index) {
    var longest = rows.reduce(function (most, row) { return Math.max(most, String(row[index] || '').length); }, 0);
    return Math.min(Math.max(150, 34 + longest * 7.4), innerWidth > 767 ? 340 : 180);
  }

  function columns(told, numbers, order) {
    return told.columns.map(function (column, index) {
      var own = {
        colId: column.field, headerName: column.name, sortable: true, comparator: compare(order), minWidth: column.number ? 104 : width(told.rows, index),
        valueGetter: function (cell) { return plain(cell.data[index]); }
      };
      if (!column.number) { return Object.assign(own, { filter: 'agTextColumnFilter', pinned: index === 0 && innerWidth > 767 ? 'left' : null }); }
      return Object.assign(own, {
        filter: 'agNumberColumnFilter', type: 'rightAligned',
        filterValueGetter: function (cell) { var value = plain(cell.data[index]); return typeof value === 'number' ? value : null; },
        valueFormatter: function (cell) {
          var given = cell.data[index], value = plain(given), mark = Array.isArray(given) ? given[1] : '';
          if (typeof value !== 'number') { return value || ''; }
          return numbers.format(value).replace('-', '\u2212') + mark.replace('!', ' \u25CE');
        }
      });
    });
  }

  function draw(box) {
    var told = JSON.parse(box.getAttribute('data-grid')), places = told.decimals;
    var numbers = new Intl.NumberFormat(told.lang, { minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: 'always' });
    var order = new Intl.Collator(told.lang);
    var theme = window.agGrid.themeQuartz.withParams({
      fontFamily: 'inherit', fontSize: 13.5, headerFontSize: 12.5, rowHeight: 30, headerHeight: 38, spacing: 5,
      accentColor: '#12375E', foregroundColor: '#14202E', borderColor: '#D3DAE4', headerBackgroundColor: '#FFFFFF'
    });
    box.gridApi = window.agGrid.createGrid(box, {
      theme: theme, columnDefs: columns(told, numbers, order), rowData: told.rows, localeText: told.words,
      pinnedBottomRowData: told.pinned.length ? [told.pinned] : [], suppressColumnVirtualisation: false, ensureDomOrder: true,
      animateRows: false, enableCellTextSelection: true, defaultColDef: { resizable: true, suppressHeaderMenuButton: true }
    });
  }

  window.portal.gridText = function (box) {
    return box.gridApi ? box.gridApi.getDataAsCsv({ columnSeparator: '\t', suppressQuotes: true }) : '';
  };

  new MutationObserver(function () {
    document.querySelectorAll('.grid[data-grid]').forEach(function (box) {
      var told = box.getAttribute('data-grid');
      if (box.gridDrawn === told) { return; }
      box.gridDrawn = told;
      if (box.gridApi) { box.gridApi.destroy(); box.gridApi = null; }
      library().then(function () { if (box.isConnected && box.gridDrawn === told) { draw(box); } });
    });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-grid'] });
})();
