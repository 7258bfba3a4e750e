/**
 * How a card looks inside, wherever it stands; for a shadow root of its own.
 */
export const style = `
.card {
  --text: #1d1d1f;
  --quiet: #56565c;
  --ground: #fffffd;
  --edge: #d3d3cd;
  --link: #0b4fa8;
  --size: 28px;

  box-sizing: border-box;
  padding: 0.75em 0.95em 0.5em;
  border: 1px solid var(--edge);
  border-radius: 10px;
  background: var(--ground);
  color: var(--text);
  font-size: 0.875em;
  overflow-wrap: break-word;
}

@media (prefers-color-scheme: dark) {
  .card {
    --text: #ececea;
    --quiet: #b4b4b0;
    --ground: #232326;
    --edge: #4b4b50;
    --link: #9cc4ff;
  }
}

@media (forced-colors: active) {
  .card {
    --quiet: CanvasText;
    --link: LinkText;
  }
}

header {
  display: flex;
  gap: 0.6em;
  align-items: start;
  justify-content: space-between;
}

h2 {
  margin: 0;
  font-size: 1.15em;
  font-weight: 650;
  line-height: 1.3;
  text-wrap: balance;
}

p {
  margin: 0.3em 0 0;
}

/* The office on the article's day is what a reader came for. */
header + .line,
.sureness + .line {
  margin-top: 0.2em;
  font-weight: 550;
}

.sureness,
.line ~ .line,
details {
  color: var(--quiet);
}

.sureness {
  margin: 0.1em 0 0;
  font-size: 0.93em;
  font-style: italic;
}

button,
summary,
a {
  border-radius: 5px;
  color: var(--link);
  font: inherit;
  cursor: pointer;
}

button {
  padding: 0;
  border: 0;
  background: none;
}

.jump {
  min-height: var(--size);
  margin-top: 0.3em;
  text-align: start;
  text-decoration: underline;
}

details {
  margin-top: 0.4em;
}

summary {
  min-height: var(--size);
  align-content: center;
}

ul {
  margin: 0.1em 0 0;
  padding: 0;
  list-style: none;
}

.pick {
  display: grid;
  width: 100%;
  min-height: var(--size);
  padding: 0.25em 0.5em;
  align-content: center;
  color: var(--text);
  text-align: start;
}

button.pick:hover {
  background: color-mix(in srgb, currentcolor 10%, transparent);
}

.who {
  font-weight: 550;
}

.what {
  color: var(--quiet);
}

footer {
  display: flex;
  flex-wrap: wrap;
  gap: 0 1em;
  align-items: center;
  margin-top: 0.5em;
  padding-top: 0.3em;
  border-top: 1px solid var(--edge);
  font-size: 0.93em;
}

footer a {
  min-height: var(--size);
  align-content: center;
}

:focus-visible {
  outline: 2px solid var(--link);
  outline-offset: 1px;
}

@media (pointer: coarse) {
  .card {
    --size: 44px;
  }
}
`;
