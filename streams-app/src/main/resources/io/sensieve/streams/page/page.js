'use strict';
/* Shows the JSON documents of the streams app. Names come from devices: they are written as text only, never as HTML. */
(() => {
  const POLL_MS = 5000;
  const SVG = 'http://www.w3.org/2000/svg';
  const LEFT = 70;
  const RIGHT = 16;
  const TOP = 16;
  const BOTTOM = 34;

  const byId = id => document.getElementById(id);
  const shown = new Map();

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  function row(cells) {
    const made = document.createElement('tr');
    cells.forEach(cell => {
      const td = document.createElement('td');
      td.append(cell instanceof Node ? cell : String(cell));
      made.append(td);
    });
    return made;
  }

  function fact(name, value) {
    const made = document.createElement('tr');
    made.append(element('th', name, {scope: 'row'}), element('td', value));
    return made;
  }

  const fill = (id, children) => byId(id).replaceChildren(...children);

  /** Calls the function only if its data differ from those of its last call, so that focus and scrolling stay. */
  function ifChanged(key, data, show) {
    const text = JSON.stringify(data);
    if (shown.get(key) !== text) {
      shown.set(key, text);
      show();
    }
  }

  const unknown = value => value === null || value === undefined || typeof value === 'string';

  function number(value) {
    if (unknown(value)) {
      return '–';
    }
    return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
  }

  const percent = value => unknown(value) ? '–' : (100 * value).toFixed(1) + ' %';
  const time = iso => iso.slice(0, 19).replace('T', ' ');
  const timeCell = iso => element('span', time(iso), {class: 'time'});

  /* Overview */

  function wanted() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch (e) {
      return '';
    }
  }

  function showLayouts(overview, current) {
    ifChanged('layouts', [overview.layouts, current], () => fill('layouts', overview.layouts.map(layout => {
      const link = element('a', layout.layout, {href: '#' + encodeURIComponent(layout.layout)});
      const made = row([link, layout.version ?? '–', layout.verdict ?? '–', number(layout.error), number(layout.regret),
        layout.judged_here ? layout.faulty_sensors : '–']);
      if (layout.layout === current) {
        made.className = 'current';
        link.setAttribute('aria-current', 'true');
      }
      return made;
    })));
    const judged = overview.layouts.filter(layout => layout.judged_here).length;
    byId('instance').textContent = `Instance ${overview.instance}: it works on ${overview.layouts.length} layout(s) and judges `
      + `${judged}. One instance of the streams app judges all layouts; its page has their errors and verdicts.`;
  }

  /* One layout */

  function showLayout(layout) {
    byId('layout').hidden = false;
    byId('name').textContent = layout.layout;
    byId('json').setAttribute('href', 'api/layout?name=' + encodeURIComponent(layout.layout));
    showVerdict(layout);
    byId('otherwise').textContent = otherwise(layout);
    ifChanged('selection', layout.selection, () => showSelection(layout.selection));
    ifChanged('history', [byId('errors').clientWidth, layout.history], () => showHistory(layout.history));
    ifChanged('sensors', layout.faulty_sensors, () => showSensors(layout.faulty_sensors));
    ifChanged('events', layout.events, () => fill('events', layout.events.slice().reverse().map(event =>
      row([timeCell(event.at), event.kind.toLowerCase().replace('_', ' '), event.version > 0 ? event.version : '–', event.text,
        element('span', event.reason, {class: 'reason'})]))));
  }

  function showVerdict(layout) {
    const verdict = byId('verdict');
    const report = layout.report;
    const text = report === null
      ? 'No verdict: another instance judges this layout, or no window has been reported since the start.'
      : `Verdict ${report.verdict} of version ${report.selectionVersion} at ${time(report.windowEnd)}`;
    if (verdict.textContent !== text) {
      verdict.textContent = text;
    }
    verdict.className = report !== null && report.verdict !== 'STABLE' ? 'alarm' : '';
    const reasons = report === null ? [] : report.reasons.slice();
    if (report !== null && report.attribution.length > 0 && report.verdict !== 'STABLE') {
      reasons.push('attributed to: ' + report.attribution.map(channel => channel.name).join(', '));
    }
    fill('reasons', reasons.map(reason => element('li', reason)));
  }

  function otherwise(layout) {
    const point = layout.history.filter(window => window.comparison !== null).pop();
    if (point === undefined || point.comparison.versions.length === 0) {
      return 'Unknown: no other version is kept, or no record has been compared yet.';
    }
    const best = point.comparison.versions[0];
    const served = `version ${point.version}, which was active, has ${number(point.comparison.error)}, on the same `
      + `${point.comparison.records} records of the window that ended at ${time(point.end)}.`;
    return point.comparison.regret > 1
      ? `Version ${best.version} would be better: its error is ${number(best.error)} where ${served} `
        + `The regret is ${number(point.comparison.regret)}.`
      : `No kept version is better: the best, version ${best.version}, has an error of ${number(best.error)} where ${served}`;
  }

  function showSelection(selection) {
    if (selection === null) {
      fill('selection', [fact('Version', 'none yet')]);
      fill('channels', []);
      return;
    }
    fill('selection', [
      fact('Version', selection.version
        + (selection.repeats_version === null ? '' : `; version ${selection.version} repeats version ${selection.repeats_version}`)),
      fact('Since', time(selection.since)),
      fact('Trigger', selection.trigger),
      fact('Channels', `${selection.channels.length} of ${selection.channel_count} by ${selection.method}: `
        + selection.channels.map(channel => channel.name).slice(0, 20).join(', ')
        + (selection.channels.length > 20 ? ', …' : '')),
      fact('Validation error', number(selection.validation_error)),
      fact('Predicting the mean', number(selection.predict_mean_error))]);
    fill('channels', selection.channels.map(channel => row([channel.index, channel.name, number(channel.score)])));
  }

  function showSensors(sensors) {
    byId('no-sensors').hidden = sensors.length > 0;
    byId('sensors-table').hidden = sensors.length === 0;
    fill('sensors', sensors.map(sensor =>
      row([sensor.name, sensor.fault, sensor.selected ? 'yes' : 'no', timeCell(sensor.since), percent(sensor.rate)])));
  }

  /* History */

  const versionsOf = window => window.comparison === null ? [] : window.comparison.versions;
  const errorOf = (window, version) => versionsOf(window).find(kept => kept.version === version)?.error ?? null;

  function showHistory(history) {
    const versions = [...new Set(history.flatMap(versionsOf).map(kept => kept.version))].sort((a, b) => a - b);
    const series = [{name: 'served', style: 'served', values: history.map(window => window.error)}].concat(
      versions.map(version => ({
        name: 'version ' + version,
        style: 'kept kept' + version % 6,
        values: history.map(window => errorOf(window, version))
      })));
    fill('legend', series.map(line => element('span', line.name, {class: 'key ' + line.style})));
    chart('errors', 'Error of each window', history, series, true);
    chart('coverage', 'Coverage of each window', history,
      [{name: 'coverage', style: 'served', values: history.map(window => window.coverage)}], false);
    fill('windows', history.slice().reverse().map(window => row([timeCell(window.end), window.version, window.verdict,
      window.records + (window.outage_records > 0 ? ` and ${window.outage_records} of an outage` : ''), number(window.error),
      percent(window.coverage), versionsOf(window).map(kept => `${kept.version}: ${number(kept.error)}`).join(', ') || '–',
      window.comparison === null ? '–' : number(window.comparison.regret)])));
  }

  function svg(parent, name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (text !== undefined) {
      made.textContent = text;
    }
    parent.append(made);
    return made;
  }

  /** Ticks of a logarithmic axis are 1, 2 and 5 times powers of ten; those of a share are quarters. */
  function ticks(low, high, log) {
    if (!log) {
      return [0, 0.25, 0.5, 0.75, 1];
    }
    const all = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      [1, 2, 5].forEach(step => all.push(Number(step + 'e' + power)));
    }
    const within = all.filter(tick => tick >= low && tick <= high);
    const tens = within.filter(tick => Number.isInteger(Number(Math.log10(tick).toFixed(9))));
    return within.length > 8 && tens.length > 1 ? tens : within;
  }

  function chart(id, title, history, series, log) {
    const height = log ? 280 : 150;
    const width = Math.max(300, byId(id).clientWidth);
    const usable = value => !unknown(value) && (!log || value > 0);
    const values = series.flatMap(line => line.values).filter(usable);
    if (values.length === 0) {
      byId(id).replaceChildren(element('p', 'No window has been reported yet.'));
      byId(id + '-readout').textContent = '';
      return;
    }
    const low = log ? Math.min(...values) / 1.2 : 0;
    const high = log ? Math.max(...values) * 1.2 : 1;
    const scale = value => log ? Math.log(value / low) / Math.log(high / low) : value;
    const y = value => height - BOTTOM - scale(value) * (height - BOTTOM - TOP);
    const ends = history.map(window => Date.parse(window.end));
    const span = Math.max(1, ends[ends.length - 1] - ends[0]);
    const x = i => ends.length === 1 ? (LEFT + width - RIGHT) / 2 : LEFT + (ends[i] - ends[0]) / span * (width - LEFT - RIGHT);

    const root = document.createElementNS(SVG, 'svg');
    root.setAttribute('viewBox', `0 0 ${width} ${height}`);
    root.setAttribute('role', 'img');
    root.setAttribute('tabindex', '0');
    root.setAttribute('aria-labelledby', id + '-title');
    svg(root, 'title', {id: id + '-title'},
      `${title}, ${history.length} windows from ${time(history[0].end)} to ${time(history[history.length - 1].end)}`);
    frame(root, width, height, ticks(low, high, log), y, history, ends, span);
    marks(root, height, history, x);
    series.forEach(line => draw(root, line, x, y, usable));
    follow(root, id, width, height, history, series, x);
    byId(id).replaceChildren(root);
  }

  function frame(root, width, height, levels, y, history, ends, span) {
    levels.forEach(level => {
      svg(root, 'line', {class: 'grid', x1: LEFT, x2: width - RIGHT, y1: y(level), y2: y(level)});
      svg(root, 'text', {x: LEFT - 8, y: y(level) + 4, 'text-anchor': 'end'}, number(level));
    });
    svg(root, 'line', {class: 'axis', x1: LEFT, x2: width - RIGHT, y1: height - BOTTOM, y2: height - BOTTOM});
    const count = width < 600 ? 3 : 5;
    const days = span > 2 * 24 * 3600 * 1000;
    for (let i = 0; i < count && ends.length > 1; i++) {
      const at = new Date(ends[0] + span * i / (count - 1)).toISOString();
      svg(root, 'text', {
        x: LEFT + (width - LEFT - RIGHT) * i / (count - 1),
        y: height - BOTTOM + 16,
        'text-anchor': i === 0 ? 'start' : i === count - 1 ? 'end' : 'middle'
      }, days ? at.slice(0, 16).replace('T', ' ') : at.slice(11, 19));
    }
    svg(root, 'text', {x: (LEFT + width - RIGHT) / 2, y: height - 3, 'text-anchor': 'middle'},
      `event time (UTC) since ${time(history[0].end)}`);
  }

  /** Shows changes of the version as vertical lines, and verdicts other than STABLE as a strip at the top. */
  function marks(root, height, history, x) {
    history.forEach((window, i) => {
      const from = i === 0 ? x(0) : x(i - 1);
      if (window.verdict !== 'STABLE') {
        const strip = svg(root, 'rect', {
          class: 'verdict ' + window.verdict.toLowerCase(), x: from, y: 2, width: Math.max(3, x(i) - from), height: 8
        });
        svg(strip, 'title', {}, window.verdict);
      }
      if (i > 0 && window.version !== history[i - 1].version) {
        svg(root, 'line', {class: 'mark', x1: x(i), x2: x(i), y1: TOP, y2: height - BOTTOM});
        svg(root, 'text', {x: x(i) - 4, y: TOP + 10, 'text-anchor': 'end'}, 'v' + window.version);
      }
    });
  }

  /** Draws a line that is interrupted where values are unknown, and a point for a value between two unknown ones. */
  function draw(root, line, x, y, usable) {
    let run = [];
    const end = () => {
      if (run.length > 1) {
        svg(root, 'polyline', {class: line.style, points: run.map(point => point.join(',')).join(' ')});
      } else if (run.length === 1) {
        svg(root, 'circle', {class: line.style + ' dot', cx: run[0][0], cy: run[0][1], r: 2.5});
      }
      run = [];
    };
    line.values.forEach((value, i) => {
      if (usable(value)) {
        run.push([x(i).toFixed(1), y(value).toFixed(1)]);
      } else {
        end();
      }
    });
    end();
  }

  /** Reads out the window under the pointer or the one that the arrow keys select. */
  function follow(root, id, width, height, history, series, x) {
    const cursor = svg(root, 'line', {class: 'cursor', x1: -9, x2: -9, y1: TOP, y2: height - BOTTOM});
    const readout = byId(id + '-readout');
    let at = history.length - 1;
    const select = i => {
      at = Math.max(0, Math.min(history.length - 1, i));
      cursor.setAttribute('x1', x(at));
      cursor.setAttribute('x2', x(at));
      readout.textContent = `${time(history[at].end)}, version ${history[at].version}, ${history[at].verdict}: `
        + series.filter(line => !unknown(line.values[at]))
          .map(line => `${line.name} ${number(line.values[at])}`).join(', ');
    };
    readout.textContent = '';
    root.addEventListener('pointermove', event => {
      const box = root.getBoundingClientRect();
      const place = (event.clientX - box.left) / box.width * width;
      const distances = history.map((window, i) => Math.abs(x(i) - place));
      select(distances.indexOf(Math.min(...distances)));
    });
    root.addEventListener('keydown', event => {
      const steps = {ArrowLeft: -1, ArrowRight: 1, Home: -history.length, End: history.length};
      if (event.key in steps) {
        event.preventDefault();
        select(at + steps[event.key]);
      }
    });
  }

  /* Polling */

  async function read(path) {
    const response = await fetch(path, {cache: 'no-store'});
    if (!response.ok) {
      throw new Error(`${path} answers ${response.status}`);
    }
    return response.json();
  }

  async function update() {
    try {
      const overview = await read('api/layouts');
      const names = overview.layouts.map(layout => layout.layout);
      const current = names.includes(wanted()) ? wanted() : names[0];
      showLayouts(overview, current);
      if (current === undefined) {
        byId('layout').hidden = true;
        byId('status').textContent = 'No layout has an active selection in this instance yet.';
      } else {
        showLayout(await read('api/layout?name=' + encodeURIComponent(current)));
        byId('status').textContent = `Read only, updated every ${POLL_MS / 1000} seconds; last at ${time(overview.time)} UTC.`;
      }
      byId('status').className = 'note';
    } catch (e) {
      byId('status').textContent = 'The streams app does not answer, the figures below are old: ' + e.message;
      byId('status').className = 'alarm';
    }
  }

  async function poll() {
    if (!document.hidden) {
      await update();
    }
    setTimeout(poll, POLL_MS);
  }

  addEventListener('hashchange', update);
  addEventListener('resize', update);
  document.addEventListener('visibilitychange', () => document.hidden || update());
  poll();
})();
