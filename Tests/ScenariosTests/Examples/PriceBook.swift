extension Example {
  /// `prices/cloud-2026-10.yaml`, as the language was first written down.
  static let priceBook = #"""
    orrery-prices: 1
    date: 2026-10-01
    source: list-price recollection, verify before quoting
    currency: USD
    entries:                            # name -> meter -> price; the meters of a kind: `orrery show KIND`
      cdn:              { egress: $0.085/GB }
      bucket:           { get: $0.0004/1k calls, put: $0.005/1k calls, storage: $0.023/GB month }
      balancer:         { instance: $0.0225/h }
      vm-small:         { instance: $0.02/h, cores: 2 }
      vm-medium:        { instance: $0.0416/h, cores: 2, cross-zone: $0.01/GB }
      container-medium: { instance: $50/month, cores: 2 }
      cache-small:      { instance: $0.034/h, memory: 1.37 GB }
      postgres-small:   { instance: $0.035/h, cores: 2, storage: $0.115/GB month }
      postgres-large:   { instance: $0.36/h, cores: 8, storage: $0.115/GB month }
      queue:            { message: $0.40/1M calls }
      function:         { call: $0.20/1M calls, memory: $0.0000167/GB s }
      gateway-tiered:   { call: $3/1M calls up to 333M then $2.70 }
    """# + "\n"
}
