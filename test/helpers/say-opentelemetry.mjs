// Loaded before a process of the command line: says on stderr which modules of OpenTelemetry it loads, whoever asks for them. The types of its API,
// which prom-client loads, do nothing by themselves.
import { registerHooks } from "node:module";

registerHooks({
  load(url, context, next) {
    if (/@opentelemetry\/(?!api\/)|otlp-trace/.test(url)) process.stderr.write(`LOADED ${url}\n`);
    return next(url, context);
  },
});
