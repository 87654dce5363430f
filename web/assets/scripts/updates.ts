// Keeps the number of news up to date, and says when the record of the page has changed. It changes nothing else of the page: what somebody reads
// or writes stays until they ask for it again.

const RETRY_MS = 10_000;

export function followUpdates(): void {
  const address = document.body.dataset.updates;
  if (address !== undefined) followAt(address);
}

function followAt(address: string): void {
  const notice = document.querySelector<HTMLElement>("[data-changed]");
  let source: EventSource | undefined;
  let position: string | undefined;
  let isOver = false;

  function open(): void {
    if (source || isOver || !isNeeded()) return;
    const opened = new EventSource(position === undefined ? address : `${address}?after=${encodeURIComponent(position)}`);
    source = opened;
    opened.addEventListener("news", ({ data }: MessageEvent<string>) => showNews(data));
    opened.addEventListener("position", ({ data }: MessageEvent<string>) => {
      position = data;
      if (!isNeeded()) close();
    });
    opened.addEventListener("changed", () => showChanged(notice));
    opened.addEventListener("ended", () => {
      isOver = true;
      close();
    });
    // Many browsers that lose one hub at the same time come back one after another.
    opened.addEventListener("error", () => {
      close();
      setTimeout(open, RETRY_MS * (1 + Math.random()));
    });
  }

  function close(): void {
    source?.close();
    source = undefined;
  }

  /**
   * A page in the background needs no connection, and a browser has few of them. A page with a notice connects once even there, to get the position
   * from which it asks later for the changes since.
   */
  const isNeeded = (): boolean => !document.hidden || (notice !== null && position === undefined);

  document.addEventListener("visibilitychange", () => (isNeeded() ? open() : close()));
  open();
}

function showNews(text: string): void {
  const link = document.querySelector("[data-news]");
  // The page that one is on is in bold.
  const words = link?.querySelector("strong") ?? link;
  if (words) words.textContent = text;
}

function showChanged(notice: HTMLElement | null): void {
  const template = notice?.querySelector("template");
  if (!notice || !template) return;
  notice.replaceChildren(template.content);
  notice.classList.add("candour-changed--shown");
}
