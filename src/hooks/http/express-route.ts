import type { IncomingMessage } from 'node:http';

/** What Express adds to a request, as far as it is used here (Express 4 and 5). */
export interface ExpressRequest extends IncomingMessage {
  baseUrl?: string;
  params?: Params;
  route?: { path?: unknown };
}

type Params = Readonly<Record<string, unknown>>;
type Parameter = readonly [name: string, value: unknown];

const WATCH = Symbol('aiwatch.routeWatch');
type WatchedRequest = ExpressRequest & { [WATCH]: RouteWatch };

/**
 * Finds the template of the route that matches, to be asked for at the end. Express keeps it for the route itself, but
 * of a mounted router only the path as the client sent it (`/users/42`): so the parameters of every mount on the way
 * are noted, and their values put back to names. What is left of a mount is written in lower case, since Express
 * matches it in any. The text of a mount that is a regular expression without groups stays as it was sent.
 */
export function watchRoute(request: ExpressRequest): () => string | undefined {
  const watched = request as WatchedRequest;
  if (watched[WATCH] === undefined) {
    watched[WATCH] = new RouteWatch(request);
    Object.defineProperties(watched, ACCESSORS);
  }
  const watch = watched[WATCH];
  return () => watch.template();
}

/** Shared by all requests, for `this`. */
const ACCESSORS: PropertyDescriptorMap & ThisType<WatchedRequest> = {
  params: {
    configurable: true,
    enumerable: true,
    get() {
      return this[WATCH].params;
    },
    set(params: Params | undefined) {
      this[WATCH].matchedLayer(this.baseUrl ?? '', params);
    },
  },
  route: {
    configurable: true,
    enumerable: true,
    get() {
      return this[WATCH].route;
    },
    set(route: ExpressRequest['route']) {
      this[WATCH].matchedRoute(this.baseUrl ?? '', route);
    },
  },
};

/** Parameters of a layer, and the part of the path that the mounts above it had matched. */
interface Level {
  readonly baseUrl: string;
  readonly parameters: readonly Parameter[];
}

class RouteWatch {
  params: Params | undefined;
  route: ExpressRequest['route'];
  /** Where the middleware is mounted itself: what is above was matched before it could look. */
  readonly #ownBaseUrl: string;
  #levels: readonly Level[] = [];
  /** The last route that matched, as it was then: an error handler is called with the path of the application again. */
  #matched:
    | { readonly path: unknown; readonly baseUrl: string; readonly levels: readonly Level[] }
    | undefined;

  constructor({ baseUrl, params, route }: ExpressRequest) {
    this.params = params;
    this.route = route;
    this.#ownBaseUrl = baseUrl ?? '';
  }

  matchedLayer(baseUrl: string, params: Params | undefined): void {
    this.params = params;
    const above = this.#levels.filter(level => level.baseUrl.length < baseUrl.length);
    // A copy, since `router.param` may put anything in the place of the value.
    const parameters = params === undefined ? [] : Object.entries(params);
    this.#levels = parameters.length === 0 ? above : [...above, { baseUrl, parameters }];
  }

  matchedRoute(baseUrl: string, route: ExpressRequest['route']): void {
    this.route = route;
    if (route !== undefined) this.#matched = { path: route.path, baseUrl, levels: this.#levels };
  }

  template(): string | undefined {
    if (this.#matched?.path === undefined) return undefined;
    const { path, baseUrl, levels } = this.#matched;
    const template = `${this.#mountTemplate(baseUrl, levels)}${pathText(path)}`;
    return template === '' ? '/' : template;
  }

  #mountTemplate(baseUrl: string, levels: readonly Level[]): string {
    let template = '';
    let end = baseUrl.length;
    for (const level of levels.toReversed()) {
      const start = Math.max(level.baseUrl.length, this.#ownBaseUrl.length);
      if (start >= end) continue;
      template = putNamesBack(baseUrl.slice(start, end), level.parameters) + template;
      end = start;
    }
    return putNamesBack(baseUrl.slice(this.#ownBaseUrl.length, end), []) + template;
  }
}

/** Goes from right to left, so that each value is looked for in front of the one that follows it. */
function putNamesBack(path: string, parameters: readonly Parameter[]): string {
  let front = path.split('/').map(decodeSegment).join('/');
  let template = '';
  for (const [name, value] of parameters.toReversed()) {
    const isWildcard = Array.isArray(value);
    const text = isWildcard ? value.join('/') : String(value ?? '');
    const at = text === '' ? -1 : lastIndexOfValue(front, text);
    if (at < 0) continue;
    template = `${isWildcard ? '*' : ':'}${name}${front.slice(at + text.length).toLowerCase()}${template}`;
    front = front.slice(0, at);
  }
  return front.toLowerCase() + template;
}

/** Whole segments first: a value of one letter is somewhere in most paths. */
function lastIndexOfValue(path: string, value: string): number {
  const whole = `${path}/`.lastIndexOf(`/${value}/`);
  return whole >= 0 ? whole + 1 : path.lastIndexOf(value);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A route's path may be a string, an expression, or a list of either. */
function pathText(path: unknown): string {
  if (Array.isArray(path)) return path.map(pathText).join('|');
  return path === '/' ? '' : String(path);
}
