// Loaded into a hub by Node's `--import`, with `?port=` at the end: gives the longest block of the serving thread since it was last asked, in milliseconds
// of processor time. On a busy machine the clock also counts the time for which the thread waits for a processor.
import { createServer } from "node:http";
import { isMainThread } from "node:worker_threads";

/** Node fires timers once in a turn of the event loop, so what the thread used between two of them is one turn, or several that took less than this. */
const EVERY_MS = 2;

if (isMainThread) {
  const used = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1e3;
  };
  let [before, longest] = [used(), 0];
  setInterval(() => {
    const now = used();
    longest = Math.max(longest, now - before);
    before = now;
  }, EVERY_MS).unref();
  const server = createServer((_request, response) => {
    response.end(String(longest));
    longest = 0;
  });
  server.listen(Number(new URL(import.meta.url).searchParams.get("port")), "127.0.0.1").unref();
}
