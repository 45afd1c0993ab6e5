import TerminalUI
import Testing

struct RectTests {
  private let rect = Rect(x: 2, y: 1, width: 10, height: 4)

  @Test func `splits share the rectangle between their parts`() {
    #expect(rect.split(top: 1).top == Rect(x: 2, y: 1, width: 10, height: 1))
    #expect(rect.split(top: 1).rest == Rect(x: 2, y: 2, width: 10, height: 3))
    #expect(rect.split(bottom: 1).bottom == Rect(x: 2, y: 4, width: 10, height: 1))
    #expect(rect.split(left: 3).rest == Rect(x: 5, y: 1, width: 7, height: 4))
    #expect(rect.split(right: 3).right == Rect(x: 9, y: 1, width: 3, height: 4))
  }

  @Test func `cutting more than there is gives all there is`() {
    #expect(rect.split(top: 9).top == rect)
    #expect(rect.split(bottom: 9).rest.isEmpty)
    #expect(rect.split(left: -1).rest == rect)
    #expect(rect.inset(by: 3).isEmpty)
  }

  @Test func `intersection and containment agree`() {
    let common = rect.intersection(Rect(x: 0, y: 3, width: 5, height: 9))
    #expect(common == Rect(x: 2, y: 3, width: 3, height: 2))
    #expect(common.contains(Position(x: 4, y: 4)))
    #expect(!common.contains(Position(x: 5, y: 4)))
    #expect(rect.intersection(Rect(x: 20, y: 20, width: 1, height: 1)).isEmpty)
  }
}
