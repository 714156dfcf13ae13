import type { Route, RouteName } from '../../contract/api.ts';
import { Problem } from '../../contract/problem.ts';

/** A row of the table of routes as Fastify and OpenAPI take it. */
export function schemaOf(name: RouteName, route: Route) {
  const answer = route.answer ? { 200: route.answer } : {};
  return {
    operationId: name,
    tags: [name.split('.')[0] ?? name],
    summary: route.summary,
    description: describe(route),
    ...(route.roles === 'anyone' ? {} : { security: [{ bearer: [] }] }),
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.headers ? { headers: route.headers } : {}),
    ...(route.body ? { body: route.body } : {}),
    response: { ...answer, '4xx': Problem, '5xx': Problem },
  };
}

function describe({ roles, rules, contentBytes }: Route): string {
  const who = typeof roles === 'string' ? roles : roles.join(', ');
  const body = contentBytes
    ? ` The body is content (application/octet-stream), at most ${contentBytes} bytes.`
    : '';
  return `For: ${who}.${body}${rules ? ` Rules: ${rules.join(', ')}.` : ''}`;
}
