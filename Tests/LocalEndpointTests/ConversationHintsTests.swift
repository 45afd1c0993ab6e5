import JSON
import Testing

@testable import LocalEndpoint

/// What a person asks, what a tool takes, and what the call should say.
@Suite struct ConversationHintsTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var question: String
    var properties: String
    var input: String

    var testDescription: String { question }
  }

  static let rows: [Row] = [
    Row(
      question: #"What's the weather in Buenos Aires tomorrow?"#,
      properties:
        #"{"city": {"type": "string"}, "day": {"type": "string", "enum": ["today", "tomorrow", "weekend"]}}"#,
      input: #"{"city":"Buenos Aires","day":"tomorrow"}"#),
    Row(
      question: #"Weather for São Paulo in celsius, please"#,
      properties:
        #"{"location": {"type": "string", "description": "City name"}, "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}}"#,
      input: #"{"location":"São Paulo","unit":"celsius"}"#),
    Row(
      question: #"weather in paris, france"#,
      properties: #"{"location": {"type": "string"}}"#,
      input: #"{"location":"paris, france"}"#),
    Row(
      question: #"What's the weather like in San Francisco, CA?"#,
      properties:
        #"{"location": {"type": "string", "description": "The city and state, e.g. San Francisco, CA"}}"#,
      input: #"{"location":"San Francisco, CA"}"#),
    Row(
      question: #"Set a timer for 25 minutes"#,
      properties: #"{"minutes": {"type": "integer", "minimum": 1, "maximum": 120}}"#,
      input: #"{"minutes":25}"#),
    Row(
      question: #"Set a timer for 10 minutes"#,
      properties: #"{"seconds": {"type": "integer"}}"#,
      input: #"{"seconds":600}"#),
    Row(
      question: #"Wait for 1.5 hours"#,
      properties: #"{"duration_minutes": {"type": "number"}}"#,
      input: #"{"duration_minutes":90}"#),
    Row(
      question: #"Set the thermostat to 21.5 degrees in the bedroom"#,
      properties:
        #"{"temperature": {"type": "number"}, "room": {"type": "string", "enum": ["kitchen", "bedroom", "living_room"]}}"#,
      input: #"{"temperature":21.5,"room":"bedroom"}"#),
    Row(
      question: #"Set the freezer to -18°C"#,
      properties: #"{"celsius": {"type": "number"}}"#,
      input: #"{"celsius":-18}"#),
    Row(
      question: #"It is minus 7 degrees outside, record it"#,
      properties: #"{"degrees": {"type": "integer"}}"#,
      input: #"{"degrees":-7}"#),
    Row(
      question: #"Convert 100 USD to EUR"#,
      properties:
        #"{"amount": {"type": "number"}, "from": {"type": "string", "pattern": "^[A-Z]{3}$"}, "to": {"type": "string", "pattern": "^[A-Z]{3}$"}}"#,
      input: #"{"amount":100,"from":"USD","to":"EUR"}"#),
    Row(
      question: #"Convert $1,250.50 from dollars to euros"#,
      properties:
        #"{"amount": {"type": "number"}, "from_currency": {"type": "string", "enum": ["USD", "EUR", "GBP"]}, "to_currency": {"type": "string", "enum": ["USD", "EUR", "GBP"]}}"#,
      input: #"{"amount":1250.50,"from_currency":"USD","to_currency":"EUR"}"#),
    Row(
      question: #"Convert 100 USD to EUR"#,
      properties:
        #"{"amount": {"type": "number"}, "from": {"type": "string"}, "to": {"type": "string"}}"#,
      input:
        #"{"amount":100,"from":"USD","to":"EUR"}"#),
    Row(
      question: #"Send an email to ada@example.com saying I'll be there at noon"#,
      properties:
        #"{"to": {"type": "string"}, "body": {"type": "string"}}"#,
      input:
        #"{"to":"ada@example.com","body":"I'll be there at noon"}"#),
    Row(
      question:
        #"Email bob@example.com and eve@example.com about the budget review: numbers are due Friday"#,
      properties:
        #"{"to": {"type": "array", "items": {"type": "string"}}, "subject": {"type": "string"}, "body": {"type": "string"}}"#,
      input:
        #"{"to":["bob@example.com","eve@example.com"],"subject":"the budget review","body":"numbers are due Friday"}"#
    ),
    Row(
      question: #"Create a ticket titled Login fails with labels bug and auth assigned to Maria"#,
      properties:
        #"{"title": {"type": "string"}, "labels": {"type": "array", "items": {"type": "string"}}, "assignee": {"type": "string"}}"#,
      input:
        #"{"title":"Login fails","labels":["bug","auth"],"assignee":"Maria"}"#),
    Row(
      question: #"Run SELECT name FROM users WHERE age > 30"#,
      properties:
        #"{"query": {"type": "string"}}"#,
      input:
        #"{"query":"SELECT name FROM users WHERE age > 30"}"#),
    Row(
      question: #"Convert 5 km to miles"#,
      properties:
        #"{"value": {"type": "number"}, "from_unit": {"type": "string"}, "to_unit": {"type": "string"}}"#,
      input: #"{"value":5,"from_unit":"km","to_unit":"miles"}"#),
    Row(
      question:
        #"Send an email to bob@example.org saying "See you at 5" with the subject "Dinner""#,
      properties:
        #"{"to": {"type": "string", "format": "email"}, "subject": {"type": "string"}, "body": {"type": "string"}}"#,
      input: #"{"to":"bob@example.org","subject":"Dinner","body":"See you at 5"}"#),
    Row(
      question: #"Email alice@example.com and carol@example.com about the launch"#,
      properties:
        #"{"recipients": {"type": "array", "items": {"type": "string", "format": "email"}}}"#,
      input: #"{"recipients":["alice@example.com","carol@example.com"]}"#),
    Row(
      question: #"Book a table for 4 people at 19:30 on 2026-12-24 at Luigi's"#,
      properties:
        #"{"restaurant": {"type": "string"}, "guests": {"type": "integer"}, "date": {"type": "string", "format": "date"}, "time": {"type": "string"}}"#,
      input: #"{"restaurant":"Luigi's","guests":4,"date":"2026-12-24","time":"19:30"}"#),
    Row(
      question: #"Create a meeting titled "Budget review" on 3 March 2027 at 2pm"#,
      properties:
        #"{"title": {"type": "string"}, "date": {"type": "string", "format": "date"}, "time": {"type": "string", "pattern": "^\\d{2}:\\d{2}$"}}"#,
      input: #"{"title":"Budget review","date":"2027-03-03","time":"14:00"}"#),
    Row(
      question: #"Schedule an appointment on March 15, 2027"#,
      properties: #"{"date": {"type": "string", "format": "date"}}"#,
      input: #"{"date":"2027-03-15"}"#),
    Row(
      question: #"Turn off the lights in the kitchen"#,
      properties: #"{"room": {"type": "string"}, "on": {"type": "boolean"}}"#,
      input: #"{"room":"kitchen","on":false}"#),
    Row(
      question: #"Turn on the bedroom light at 40% brightness"#,
      properties:
        #"{"room": {"type": "string"}, "on": {"type": "boolean"}, "brightness": {"type": "integer", "minimum": 0, "maximum": 100}}"#,
      input: #"{"room":"bedroom","on":true,"brightness":40}"#),
    Row(
      question: #"Read the file src/main.swift"#,
      properties: #"{"path": {"type": "string"}}"#,
      input: #"{"path":"src/main.swift"}"#),
    Row(
      question: #"Open https://example.com/docs?x=1 and summarize it"#,
      properties: #"{"url": {"type": "string", "format": "uri"}}"#,
      input: #"{"url":"https://example.com/docs?x=1"}"#),
    Row(
      question: #"Add the tags red, green and blue to the item"#,
      properties: #"{"tags": {"type": "array", "items": {"type": "string"}}}"#,
      input: #"{"tags":["red","green","blue"]}"#),
    Row(
      question: #"What is the sum of 3, -4 and 7.5?"#,
      properties: #"{"numbers": {"type": "array", "items": {"type": "number"}}}"#,
      input: #"{"numbers":[3,-4,7.5]}"#),
    Row(
      question: #"Translate 'good morning' into Japanese"#,
      properties: #"{"text": {"type": "string"}, "target_language": {"type": "string"}}"#,
      input: #"{"text":"good morning","target_language":"Japanese"}"#),
    Row(
      question: #"Translate "Where is the station?" from English to German"#,
      properties:
        #"{"text": {"type": "string"}, "source_language": {"type": "string"}, "target_language": {"type": "string"}}"#,
      input:
        #"{"text":"Where is the station?","source_language":"English","target_language":"German"}"#),
    Row(
      question: #"What's the stock price of AAPL?"#,
      properties: #"{"ticker": {"type": "string"}}"#,
      input: #"{"ticker":"AAPL"}"#),
    Row(
      question: #"Look up order ORD-12345"#,
      properties: #"{"order_id": {"type": "string", "pattern": "^ORD-\\d+$"}}"#,
      input: #"{"order_id":"ORD-12345"}"#),
    Row(
      question: #"Call the customer Jane Doe at +1 555 0100"#,
      properties: #"{"name": {"type": "string"}, "phone": {"type": "string"}}"#,
      input: #"{"name":"Jane Doe","phone":"+1 555 0100"}"#),
    Row(
      question:
        #"Find flights from London to New York on 2027-01-05 returning 2027-01-12 for 2 adults"#,
      properties:
        #"{"origin": {"type": "string"}, "destination": {"type": "string"}, "departure_date": {"type": "string", "format": "date"}, "return_date": {"type": "string", "format": "date"}, "adults": {"type": "integer"}}"#,
      input:
        #"{"origin":"London","destination":"New York","departure_date":"2027-01-05","return_date":"2027-01-12","adults":2}"#
    ),
    Row(
      question: #"Play 'Clair de Lune' at volume 7"#,
      properties:
        #"{"song": {"type": "string"}, "volume": {"type": "integer", "minimum": 0, "maximum": 10}}"#,
      input: #"{"song":"Clair de Lune","volume":7}"#),
    Row(
      question: #"Mark task 42 as done with high priority"#,
      properties:
        #"{"task_id": {"type": "integer"}, "status": {"type": "string", "enum": ["todo", "in_progress", "done"]}, "priority": {"type": "string", "enum": ["low", "medium", "high"]}}"#,
      input: #"{"task_id":42,"status":"done","priority":"high"}"#),
    Row(
      question: #"Move task 7 to in progress"#,
      properties:
        #"{"id": {"type": "integer"}, "status": {"type": "string", "enum": ["todo", "in_progress", "done"]}}"#,
      input: #"{"id":7,"status":"in_progress"}"#),
    Row(
      question: #"Remind me to water the plants in 10 minutes"#,
      properties: #"{"text": {"type": "string"}, "minutes": {"type": "integer"}}"#,
      input: #"{"text":"water the plants","minutes":10}"#),
    Row(
      question: #"What is (3.5 + 4) * 2?"#,
      properties: #"{"expression": {"type": "string"}}"#,
      input: #"{"expression":"(3.5 + 4) * 2"}"#),
    Row(
      question: #"Run SELECT * FROM users WHERE age > 30"#,
      properties: #"{"sql": {"type": "string"}}"#,
      input: #"{"sql":"SELECT * FROM users WHERE age > 30"}"#),
    Row(
      question: #"Run the shell command `ls -la`"#,
      properties: #"{"command": {"type": "string"}}"#,
      input: #"{"command":"ls -la"}"#),
    Row(
      question: #"Find the distance between Berlin and Munich"#,
      properties: #"{"from": {"type": "string"}, "to": {"type": "string"}}"#,
      input: #"{"from":"Berlin","to":"Munich"}"#),
    Row(
      question: #"Roll 3 dice with 20 sides"#,
      properties: #"{"count": {"type": "integer"}, "sides": {"type": "integer"}}"#,
      input: #"{"count":3,"sides":20}"#),
    Row(
      question: #"Ping 192.168.1.10 and report"#,
      properties: #"{"ip": {"type": "string", "format": "ipv4"}}"#,
      input: #"{"ip":"192.168.1.10"}"#),
    Row(
      question: #"Is the point at latitude 48.85 and longitude 2.35 in France?"#,
      properties:
        #"{"latitude": {"type": "number", "minimum": -90, "maximum": 90}, "longitude": {"type": "number", "minimum": -180, "maximum": 180}}"#,
      input: #"{"latitude":48.85,"longitude":2.35}"#),
    Row(
      question: #"Move to x=-3, y=12"#,
      properties: #"{"x": {"type": "integer"}, "y": {"type": "integer"}}"#,
      input: #"{"x":-3,"y":12}"#),
    Row(
      question: #"Search the web for the best pizza in Naples"#,
      properties: #"{"query": {"type": "string"}}"#,
      input: #"{"query":"the best pizza in Naples"}"#),
    Row(
      question: #"My name is Maria Lopez, I am 34 years old and I live in Quito"#,
      properties:
        #"{"name": {"type": "string"}, "age": {"type": "integer"}, "city": {"type": "string"}}"#,
      input: #"{"name":"Maria Lopez","age":34,"city":"Quito"}"#),
    Row(
      question: #"Please enable dark mode and disable notifications"#,
      properties: #"{"dark_mode": {"type": "boolean"}, "notifications": {"type": "boolean"}}"#,
      input: #"{"dark_mode":true,"notifications":false}"#),
    Row(
      question: #"Give me three random numbers between 1 and 6"#,
      properties:
        #"{"count": {"type": "integer"}, "min": {"type": "integer"}, "max": {"type": "integer"}}"#,
      input: #"{"count":3,"min":1,"max":6}"#),
    Row(
      question: #"Delete user 550e8400-e29b-41d4-a716-446655440000"#,
      properties: #"{"user_id": {"type": "string", "format": "uuid"}}"#,
      input: #"{"user_id":"550e8400-e29b-41d4-a716-446655440000"}"#),
    Row(
      question: #"How warm is it in Rio de Janeiro right now?"#,
      properties: #"{"city": {"type": "string"}}"#,
      input: #"{"city":"Rio de Janeiro"}"#),
    Row(
      question: #"Forecast for Tokyo, Japan for the next 3 days"#,
      properties:
        #"{"city": {"type": "string"}, "country": {"type": "string"}, "days": {"type": "integer"}}"#,
      input: #"{"city":"Tokyo","country":"Japan","days":3}"#),
    Row(
      question: #"Transfer 250 euros from account DE123 to account FR456"#,
      properties:
        #"{"amount": {"type": "number"}, "currency": {"type": "string", "enum": ["EUR", "USD"]}, "from_account": {"type": "string"}, "to_account": {"type": "string"}}"#,
      input: #"{"amount":250,"currency":"EUR","from_account":"DE123","to_account":"FR456"}"#),
    Row(
      question: #"Create a user with username jdoe and email jdoe@corp.io"#,
      properties:
        #"{"username": {"type": "string"}, "email": {"type": "string", "format": "email"}}"#,
      input: #"{"username":"jdoe","email":"jdoe@corp.io"}"#),
    Row(
      question: #"Set an alarm for 6:45 am"#,
      properties: #"{"time": {"type": "string"}}"#,
      input: #"{"time":"06:45"}"#),
    Row(
      question: #"Wake me at 7pm tomorrow"#,
      properties: #"{"time": {"type": "string", "format": "time"}}"#,
      input: #"{"time":"19:00:00Z"}"#),
    Row(
      question: #"Remind me on 2027-05-01 at 9:00 to call mom"#,
      properties:
        #"{"when": {"type": "string", "format": "date-time"}, "text": {"type": "string"}}"#,
      input: #"{"when":"2027-05-01T09:00:00Z","text":"call mom"}"#),
    Row(
      question: #"Order 2 large pizzas with mushrooms and olives"#,
      properties:
        #"{"quantity": {"type": "integer"}, "size": {"type": "string", "enum": ["small", "medium", "large"]}, "toppings": {"type": "array", "items": {"type": "string", "enum": ["cheese", "mushrooms", "olives", "ham"]}}}"#,
      input: #"{"quantity":2,"size":"large","toppings":["mushrooms","olives"]}"#),
    Row(
      question: #"Generate an image of a red fox in the snow, 512 by 768 pixels"#,
      properties: #"{"width": {"type": "integer"}, "height": {"type": "integer"}}"#,
      input: #"{"width":512,"height":768}"#),
    Row(
      question: #"Translate hello world to French"#,
      properties: #"{"target_lang": {"type": "string", "pattern": "^[a-z]{2}$"}}"#,
      input: #"{"target_lang":"fr"}"#),
    Row(
      question: #"Delete the file /tmp/old.log without asking"#,
      properties: #"{"path": {"type": "string"}}"#,
      input: #"{"path":"/tmp/old.log"}"#),
    Row(
      question: #"Search for laptops under $1500 with at least 16 GB of RAM"#,
      properties: #"{"max_price": {"type": "number"}, "min_ram": {"type": "integer"}}"#,
      input: #"{"max_price":1500,"min_ram":16}"#),
    Row(
      question: #"Show me hotels in Vienna between 80 and 150 euros"#,
      properties:
        #"{"city": {"type": "string"}, "min_price": {"type": "number"}, "max_price": {"type": "number"}}"#,
      input: #"{"city":"Vienna","min_price":80,"max_price":150}"#),
    Row(
      question: #"Log in as admin@example.net with verbose output"#,
      properties: #"{"verbose": {"type": "boolean"}}"#,
      input: #"{"verbose":true}"#),
    Row(
      question: #"Don't send notifications"#,
      properties: #"{"notifications": {"type": "boolean"}}"#,
      input: #"{"notifications":false}"#),
    Row(
      question: #"Set debug to false and retries to 5"#,
      properties: #"{"debug": {"type": "boolean"}, "retries": {"type": "integer"}}"#,
      input: #"{"debug":false,"retries":5}"#),
    Row(
      question: #"Paint the wall #ff8800"#,
      properties: #"{"color": {"type": "string", "pattern": "^#[0-9a-f]{6}$"}}"#,
      input: ##"{"color":"#ff8800"}"##),
    Row(
      question: #"Make the button blue"#,
      properties: #"{"color": {"type": "string"}}"#,
      input: #"{"color":"blue"}"#),
    Row(
      question: #"Tell me a joke about cats"#,
      properties: #"{"topic": {"type": "string"}}"#,
      input: #"{"topic":"cats"}"#),
    Row(
      question: #"Who is Marie Curie?"#,
      properties: #"{"name": {"type": "string"}}"#,
      input: #"{"name":"Marie Curie"}"#),
    Row(
      question: #"Find the population of Peru"#,
      properties:
        #"{"country": {"type": "string"}, "field": {"type": "string", "enum": ["population", "area", "capital"]}}"#,
      input: #"{"country":"Peru","field":"population"}"#),
    Row(
      question: #"Divide 144 by 12"#,
      properties:
        #"{"a": {"type": "number"}, "b": {"type": "number"}, "operation": {"type": "string", "enum": ["add", "subtract", "multiply", "divide"]}}"#,
      input: #"{"a":144,"b":12,"operation":"divide"}"#),
    Row(
      question: #"What's 7 times 8?"#,
      properties: #"{"expression": {"type": "string"}}"#,
      input: #"{"expression":"7 * 8"}"#),
    Row(
      question: #"Calculate the square root of 2"#,
      properties: #"{"expression": {"type": "string"}}"#,
      input: #"{"expression":"sqrt(2)"}"#),
    Row(
      question: #"Add a note: buy stamps"#,
      properties: #"{"note": {"type": "string"}}"#,
      input: #"{"note":"buy stamps"}"#),
    Row(
      question: #"Post the message "We're live!" to #general"#,
      properties: #"{"channel": {"type": "string"}, "message": {"type": "string"}}"#,
      input: ##"{"channel":"#general","message":"We're live!"}"##),
    Row(
      question: #"Send 'On my way' to +49 151 23456789"#,
      properties: #"{"phone_number": {"type": "string"}, "message": {"type": "string"}}"#,
      input: #"{"phone_number":"+49 151 23456789","message":"On my way"}"#),
    Row(
      question: #"Get the temperature at 52.52, 13.405"#,
      properties: #"{"lat": {"type": "number"}, "lon": {"type": "number"}}"#,
      input: #"{"lat":52.52,"lon":13.405}"#),
    Row(
      question: #"Rate this movie 4 out of 5"#,
      properties: #"{"rating": {"type": "integer", "minimum": 1, "maximum": 5}}"#,
      input: #"{"rating":4}"#),
    Row(
      question: #"Plot y for x from -10 to 10"#,
      properties: #"{"x_min": {"type": "number"}, "x_max": {"type": "number"}}"#,
      input: #"{"x_min":-10,"x_max":10}"#),
    Row(
      question: #"Compare Python and Rust"#,
      properties: #"{"items": {"type": "array", "items": {"type": "string"}}}"#,
      input: #"{"items":["Python","Rust"]}"#),
    Row(
      question: #"Tag it with urgent, billing and refund"#,
      properties: #"{"labels": {"type": "array", "items": {"type": "string"}}}"#,
      input: #"{"labels":["urgent","billing","refund"]}"#),
    Row(
      question: #"Invite ann@x.org, bob@y.org to the meeting titled Sync"#,
      properties:
        #"{"title": {"type": "string"}, "attendees": {"type": "array", "items": {"type": "string", "format": "email"}}}"#,
      input: #"{"title":"Sync","attendees":["ann@x.org","bob@y.org"]}"#),
    Row(
      question: #"Create a 45 minute meeting called 'Standup'"#,
      properties: #"{"name": {"type": "string"}, "duration_minutes": {"type": "integer"}}"#,
      input: #"{"name":"Standup","duration_minutes":45}"#),
    Row(
      question: #"Refund order 98765 in full"#,
      properties: #"{"order_id": {"type": "string"}}"#,
      input: #"{"order_id":"98765"}"#),
    Row(
      question: #"Shorten https://example.org/a/very/long/path"#,
      properties: #"{"url": {"type": "string"}}"#,
      input: #"{"url":"https://example.org/a/very/long/path"}"#),
    Row(
      question: #"Is 97 prime?"#,
      properties: #"{"n": {"type": "integer"}}"#,
      input: #"{"n":97}"#),
    Row(
      question: #"Roll two dice"#,
      properties: #"{"dice": {"type": "integer"}}"#,
      input: #"{"dice":2}"#),
    Row(
      question: #"Convert 98.6F to celsius"#,
      properties:
        #"{"value": {"type": "number"}, "from_unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}, "to_unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}}"#,
      input: #"{"value":98.6,"from_unit":"fahrenheit","to_unit":"celsius"}"#),
    Row(
      question: #"Calculate 15% of 240"#,
      properties: #"{"expression": {"type": "string"}}"#,
      input: #"{"expression":"15 / 100 * 240"}"#),
    Row(
      question: #"Who wrote Don Quixote? Search the web."#,
      properties: #"{"query": {"type": "string"}}"#,
      input: #"{"query":"Who wrote Don Quixote"}"#),
    Row(
      question: #"Add 2 oat milk, eggs and bread to my shopping list"#,
      properties:
        #"{"items": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}"#,
      input: #"{"items":[{"name":"oat milk"},{"name":"eggs"},{"name":"bread"}]}"#),
  ]

  @Test(arguments: rows)
  func `an input says what the question offers`(row: Row) throws {
    let properties = try JSONValue(parsing: row.properties)
    let schema: JSONValue = [
      "type": "object", "properties": properties,
      "required": .array(
        JSONArray((properties.objectValue?.keys ?? []).map { .string(JSONString($0)) })),
    ]
    var generator = SchemaGenerator(schema, hints: ConversationHints(row.question), seed: 1)
    #expect(generator.value().text(.compact) == row.input)
  }

  @Test func `a member that isn't required is there when the question speaks of it`() throws {
    let schema = try JSONValue(
      parsing: """
        {"type": "object", "properties": {"query": {"type": "string"}, "limit": {"type": "integer"},
          "vegetarian": {"type": "boolean"}, "sort": {"enum": ["new", "top"]},
          "tags": {"type": "array", "items": {"type": "string"}}},
         "required": ["query"]}
        """)
    func input(_ question: String) -> String {
      var generator = SchemaGenerator(schema, hints: ConversationHints(question), seed: 1)
      return generator.value().text(.compact)
    }
    #expect(
      input("Search for vegetarian soups, at most 5 results")
        == #"{"query":"vegetarian soups","limit":5,"vegetarian":true}"#)
    #expect(input("Search for soups, top first") == #"{"query":"soups, top first","sort":"top"}"#)
    #expect(
      input("Find soups with the tags red, hot and cheap").hasSuffix(
        #""tags":["red","hot","cheap"]}"#))
    #expect(input("Search for soups in French") == #"{"query":"soups in French"}"#)
    #expect(input("Search for soups") == #"{"query":"soups"}"#)
  }

  @Test func `what one member has taken, no other gets that isn't required`() throws {
    func input(_ properties: String, _ required: JSONValue, _ question: String) throws -> String {
      let schema: JSONValue = [
        "type": "object", "properties": try JSONValue(parsing: properties), "required": required,
      ]
      var generator = SchemaGenerator(schema, hints: ConversationHints(question), seed: 1)
      return generator.value().text(.compact)
    }
    let mail = """
      {"cc": {"type": "array", "items": {"type": "string"}}, "to": {"type": "string",
        "format": "email"}, "body": {"type": "string"}}
      """
    #expect(
      try input(mail, ["to", "body"], "Email tom@x.org that I'll be late")
        == #"{"to":"tom@x.org","body":"I'll be late"}"#)
    let translation = """
      {"text": {"type": "string"}, "target_language": {"type": "string"},
       "source_language": {"type": "string"}}
      """
    #expect(
      try input(
        translation, ["text", "target_language"], "How do you say thank you in Italian?")
        == #"{"text":"thank you","target_language":"Italian"}"#)
    let flight = """
      {"origin": {"type": "string"}, "destination": {"type": "string"},
       "departure_date": {"type": "string", "format": "date"}}
      """
    #expect(
      try input(flight, ["origin", "destination"], "I need to get from Oslo to Madrid")
        == #"{"origin":"Oslo","destination":"Madrid"}"#)
    let event = #"{"title": {"type": "string"}, "location": {"type": "string"}}"#
    #expect(
      try input(event, ["title"], "Put lunch with Sarah on my calendar")
        == #"{"title":"lunch with Sarah"}"#)
  }

  @Test func `no text is too odd to be read`() {
    var random = SplitMix64(seed: 7)
    let pieces = [
      "\"", "'", "`", "“", "=", ":", ",", "and", "a=", "=b", "x:", "-", "+", "$", "%", "1,2", "€",
      "@",
      "//", "(", ")", ".", "to", "in", "remind me to", "saying", "run", "Paris,", "CA", "\n", " ",
      "3",
      "pm", "March", "of", "between", "square root of", "é", "👩‍👩‍👧", "\u{200B}",
    ]
    for _ in 0..<500 {
      let count = Int.random(in: 0...9, using: &random)
      let text = (0..<count).map { _ in
        (pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
      }.joined()
      let hints = ConversationHints(text)
      for name in ["", "city", "to", "text", "items", "max", "on", "is_active", "unit", "order_id"]
      {
        _ = hints.strings(for: name, schema: ["pattern": "x"], beside: ["from"], isListed: true)
        _ = hints.numbers(for: name)
        _ = hints.flag(for: name)
        _ = hints.choices(among: ["", "USD", "in progress"], for: name)
      }
    }
  }
}
