// MessagesAPI
