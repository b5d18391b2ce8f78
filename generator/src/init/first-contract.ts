/** A small contract to begin with: one event that stays inside the application, and one that others get to see. */
export const firstContract = (application: string): string => `asyncapi: 3.1.0

info:
  title: ${application}
  version: 1.0.0
  description: What happens in ${application}, and what it tells other applications.

defaultContentType: application/json

# What holds for every event that does not say otherwise.
x-events:
  kind: domain
  source: ${application}

channels:
  orders:
    address: orders
    description: The life of an order, as the application itself sees it.
    messages:
      OrderPlaced:
        $ref: "#/components/messages/OrderPlaced"

  announcements:
    address: ${application}/orders
    description: What other applications get to know of an order.
    messages:
      OrderShipped:
        $ref: "#/components/messages/OrderShipped"

operations:
  recordOrder:
    action: send
    channel:
      $ref: "#/channels/orders"
    summary: Records what happened to an order.

  reactToOrder:
    action: receive
    channel:
      $ref: "#/channels/orders"
    summary: Does what a placed order needs.

  announceOrder:
    action: send
    channel:
      $ref: "#/channels/announcements"
    summary: Tells other applications of an order.

components:
  messages:
    OrderPlaced:
      summary: A customer has placed an order.
      x-event:
        aggregate: Order
        key: $message.payload#/orderId
      payload:
        type: object
        required: [orderId, placedAt]
        properties:
          orderId:
            $ref: "#/components/schemas/OrderId"
          placedAt:
            description: When the customer placed the order.
            type: string
            format: date-time
      examples:
        - name: placed
          payload:
            orderId: "17"
            placedAt: "2026-03-14T18:30:00Z"

    # An integration event is a promise to others: it says what they need and no more, and has a version.
    OrderShipped:
      summary: An order is on its way.
      x-event:
        kind: integration
        version: 1
        type: com.example.${application}.order.shipped.v1
        key: $message.payload#/orderId
      payload:
        type: object
        required: [orderId, shippedAt]
        properties:
          orderId:
            $ref: "#/components/schemas/OrderId"
          shippedAt:
            description: When the order left the house.
            type: string
            format: date-time
      examples:
        - name: shipped
          payload:
            orderId: "17"
            shippedAt: "2026-03-15T09:00:00Z"

  schemas:
    OrderId:
      description: The order's id.
      type: string
      minLength: 1
      maxLength: 64
`
