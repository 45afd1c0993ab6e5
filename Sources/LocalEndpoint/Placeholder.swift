// LocalEndpoint
