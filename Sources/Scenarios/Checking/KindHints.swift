import Components

/// Products and words that people write in place of a kind, and which kind of the catalogue that is.
enum KindHints {
  private static let kinds: [(kind: String, words: String)] = [
    (
      "topic",
      "kafka kinesis pulsar redpanda event-hub event-hubs eventhub pubsub pub-sub sns stream event-log nats msk"
    ),
    (
      "queue",
      "sqs rabbitmq rabbit activemq artemis amqp mq ibm-mq service-bus servicebus message-queue message-broker broker jms"
    ),
    ("cache", "redis memcached memcache valkey elasticache varnish hazelcast dragonfly keydb caffeine ehcache"),
    (
      "database",
      "postgres postgresql pg mysql mariadb sql rds aurora oracle mssql sql-server sqlserver sqlite cockroach cockroachdb spanner rdbms db"
    ),
    (
      "document-store",
      "mongo mongodb dynamo dynamodb cassandra couchbase couchdb firestore cosmos cosmosdb scylla hbase nosql elasticsearch elastic opensearch solr key-value"
    ),
    ("object-store", "s3 gcs minio bucket blob blob-store blob-storage object-storage ceph r2"),
    ("geo-index", "postgis geohash geo quadtree"),
    ("function", "lambda faas serverless cloud-function cloud-functions azure-function azure-functions cloud-run"),
    ("load-balancer", "nginx haproxy elb alb nlb traefik envoy lb loadbalancer balancer reverse-proxy proxy ingress"),
    ("gateway", "api-gateway apigateway kong apigee apim bff"),
    ("cdn", "cloudfront cloudflare akamai fastly edge"),
    ("websocket-server", "websocket websockets socket-io socket.io signalr"),
    (
      "service",
      "app application api server web web-server webserver backend back-end microservice container pod deployment kubernetes k8s ecs vm tomcat spring rails express node nodejs django"
    ),
    ("worker", "workers celery sidekiq job-worker background-worker"),
    ("consumers", "consumer consumer-group kafka-consumer stream-processor"),
    ("cron", "scheduler timer cronjob cron-job schedule quartz eventbridge"),
    ("batch-engine", "spark hadoop flink airflow etl batch mapreduce"),
    ("external", "third-party thirdparty vendor saas stripe paypal adyen outside partner external-api"),
    ("identity", "keycloak auth0 okta cognito oauth oidc ldap auth sso idp"),
    ("channel", "email mail smtp sms twilio sendgrid ses push fcm apns notification"),
    ("autoscaler", "hpa asg auto-scaler scaling-group keda"),
    ("limiter", "rate-limiter ratelimiter throttle throttler rate-limit"),
    ("pool", "hikari hikaricp pgbouncer connection-pool thread-pool bulkhead"),
    ("people", "human humans person staff agent agents operator operators expert experts"),
  ]

  /// `kafka` → `topic`.
  static func kind(for word: String) -> String? {
    let word = word.lowercased().replacing("_", with: "-").replacing(" ", with: "-")
    return kinds.first { $0.words.split(separator: " ").contains(Substring(word)) }?.kind
  }

  /// What a person should write who has written a kind that there is none of.
  static func hint(for word: String) -> String {
    if let kind = kind(for: word) { return "a `\(word.shortened)` is a `kind: \(kind)`" }
    return Spelling.nearest(to: word, among: Kind.all.map(\.name)).map { "did you mean `\($0)`?" }
      ?? "kinds: " + Kind.all.filter(\.isBuilt).map(\.name).joined(separator: " ")
  }
}
