import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { protocolVersion, routes, type Route, type RouteName } from '../../contract/api.ts';
import { schemaOf } from './route-schema.ts';

async function registerSwagger(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Docket central API',
        version: `${protocolVersion}`,
        description:
          'Assigns cases, takes decisions, keeps the catalogue and the audit trail. Errors are problem documents (RFC 9457) with a code.',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
}

/** The documentation at `/docs`. */
export async function registerDocs(app: FastifyInstance): Promise<void> {
  await registerSwagger(app);
  await app.register(swaggerUi, { routePrefix: '/docs' });
}

/** The OpenAPI document of the table of routes, without a server. */
export async function describeApi(): Promise<object> {
  const app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await registerSwagger(app);
  for (const name of Object.keys(routes) as RouteName[]) {
    const route: Route = routes[name];
    app.route({
      method: route.method,
      url: route.path,
      schema: schemaOf(name, route),
      handler: async () => ({}),
    });
  }
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}
