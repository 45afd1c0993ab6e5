// MessagesClient
