import TerminalUI
import Testing

struct ScrollingTests {
  @Test func `a selection beyond the screen scrolls no further than needed`() {
    var list = ListView(count: 10, height: 3)
    list.move(by: 3)
    #expect(list.visible == 1..<4)
    list.move(by: -1)
    #expect(list.visible == 1..<4)
    list.move(by: -2)
    #expect(list.visible == 0..<3)
    list.move(by: 99)
    #expect(list.selection == 9)
    #expect(list.visible == 7..<10)
    list.move(by: 1, wrapping: true)
    #expect(list.selection == 0)
  }

  @Test func `a list that shrinks keeps a selection and wastes no row`() {
    var list = ListView(count: 10, height: 4)
    list.move(by: 9)
    list.count = 5
    list.reveal()
    #expect(list.selection == 4)
    #expect(list.visible == 1..<5)
    #expect(list.item(atRow: 0) == 1)
    #expect(list.item(atRow: 4) == nil)
    list.count = 0
    list.reveal()
    #expect(list.visible.isEmpty)
  }

  @Test func `following ends with scrolling up and begins again at the end`() {
    var scroll = ScrollView(contentHeight: 10, height: 4, isFollowing: true)
    #expect(scroll.visible == 6..<10)
    scroll.contentHeight = 12
    #expect(scroll.visible == 8..<12)
    scroll.scroll(by: -1)
    scroll.contentHeight = 20
    #expect(!scroll.isFollowing)
    #expect(scroll.visible == 7..<11)
    scroll.scroll(pages: 9)
    #expect(scroll.isFollowing)
    scroll.contentHeight = 2
    #expect(scroll.visible == 0..<2)
  }

  @Test func `a view that follows in steps stands still until it is full`() {
    var scroll = ScrollView(contentHeight: 0, height: 4, isFollowing: true)
    scroll.followStep = 3
    let offsets = (1...9).map { height in
      scroll.contentHeight = height
      return scroll.offset
    }
    #expect(offsets == [0, 0, 0, 0, 3, 3, 3, 6, 6])
    #expect(scroll.isFollowing && scroll.isAtEnd)
    #expect(scroll.visible == 6..<9)
    scroll.isGrowing = false
    scroll.contentHeight = 8
    #expect(scroll.visible == 6..<8)
    scroll.contentHeight = 9
    // There is nothing further on.
    scroll.scroll(by: 1)
    #expect(scroll.visible == 6..<9)
    scroll.scroll(by: -1)
    #expect(!scroll.isFollowing)
    scroll.contentHeight = 30
    #expect(scroll.visible == 4..<8)
    scroll.follow()
    #expect(scroll.visible == 26..<30)
    scroll.contentHeight = 31
    #expect(scroll.visible == 27..<31)
  }

  @Test func `the thumb touches the ends only at the ends`() {
    var scroll = ScrollView(contentHeight: 100, height: 10)
    #expect(scroll.thumb == 0..<1)
    scroll.scroll(by: 1)
    #expect(scroll.thumb == 1..<2)
    scroll.scroll(to: 89)
    #expect(scroll.thumb == 8..<9)
    scroll.scroll(to: 90)
    #expect(scroll.thumb == 9..<10)
    #expect(scroll.offset(forThumbAt: 9) == 90)
    #expect(scroll.offset(forThumbAt: 0) == 0)
    #expect(ScrollView(contentHeight: 5, height: 10).thumb == nil)
  }
}
