// Answers the requests at one address by its handlers directly. Express would look for them among all routes, which takes as long as they do.
import type { RequestListener } from "node:http";
import type { Express, NextFunction, Request, RequestHandler, Response } from "express";

/** `failed` answers a request whose handler has thrown. Requests at any other address go to Express. */
export function directRoute(
  app: Express,
  path: string,
  handlers: readonly RequestHandler[],
  failed: (error: unknown, response: Response) => void,
): RequestListener {
  return (incoming, outgoing) => {
    if (incoming.url !== path) return app(incoming, outgoing);
    // As Express prepares them.
    const request: Request = Object.setPrototypeOf(incoming, app.request);
    const response: Response = Object.setPrototypeOf(outgoing, app.response);
    Object.assign(request, { res: response });
    Object.assign(response, { req: request, locals: Object.create(null) });
    run(handlers, 0, request, response, failed);
  };
}

function run(
  handlers: readonly RequestHandler[],
  index: number,
  request: Request,
  response: Response,
  failed: (error: unknown, response: Response) => void,
): void {
  const next: NextFunction = (error?: unknown) => {
    if (error) failed(error, response);
    else run(handlers, index + 1, request, response, failed);
  };
  try {
    const running: unknown = handlers[index]?.(request, response, next);
    if (running instanceof Promise) running.catch(next);
  } catch (error) {
    next(error);
  }
}
